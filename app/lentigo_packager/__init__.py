"""What makes models, libraries and sticks for clinics; on a packager's connected machine, never at a clinic."""
