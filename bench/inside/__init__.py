"""What runs inside an installation, with Django: each prints one line of JSON at the end."""
