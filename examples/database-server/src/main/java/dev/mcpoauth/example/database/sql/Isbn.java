package dev.mcpoauth.example.database.sql;

/** International standard book numbers of the data set: thirteen digits, the last of them a check digit. */
final class Isbn {

    private Isbn() {}

    static String of(int number) {
        String digits = "9785%08d".formatted(number);
        int sum = 0;
        for (int i = 0; i < 12; i++) sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        return digits + (10 - sum % 10) % 10;
    }
}
