"""The year's report as plain values, and its forms: DOCX, PDF, HTML, JSON, CSV."""
