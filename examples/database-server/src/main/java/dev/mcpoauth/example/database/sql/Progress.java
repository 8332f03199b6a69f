package dev.mcpoauth.example.database.sql;

import java.time.Duration;

/** How far a running statement is. */
public record Progress(long rows, Duration elapsed, Duration limit) {}
