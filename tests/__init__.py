"""Tests, importable as one package so that every module has one name."""
