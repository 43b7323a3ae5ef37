"""From a file in the inbox to landed rows, findings and a receipt."""
