"""One plain function a clerk's act."""
