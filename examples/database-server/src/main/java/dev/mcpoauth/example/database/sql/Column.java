package dev.mcpoauth.example.database.sql;

/** A column of a result, with its SQL type such as {@code DECIMAL(8, 2)}. */
public record Column(String name, String type) {}
