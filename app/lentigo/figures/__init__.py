"""The drawings of the body, drawn for this program: lines through points, in no toolkit's terms."""
