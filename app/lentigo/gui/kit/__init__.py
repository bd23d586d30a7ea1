"""What any page may use; it knows no subject."""
