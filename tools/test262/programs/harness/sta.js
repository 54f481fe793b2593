// Generated programs need nothing from this file.
