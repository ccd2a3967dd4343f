"""Packages: releases of patterns and blocks, and how they are numbered."""
