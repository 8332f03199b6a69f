package dev.mcpoauth.example.database.sql;

/** A table with its purpose and its number of rows. */
public record TableSummary(String name, String description, long rows) {}
