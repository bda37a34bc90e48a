"""Keys, sealing and signatures, all by the cryptography package."""
