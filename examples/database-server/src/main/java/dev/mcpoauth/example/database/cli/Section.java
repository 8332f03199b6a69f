package dev.mcpoauth.example.database.cli;

import java.util.List;

/** Settings that the help shows under one heading. */
record Section(String heading, List<Setting> settings) {}
