package dev.mcpoauth.example.database.sql;

import static dev.mcpoauth.example.database.sql.Words.pick;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The data set: the catalogue, customers and orders of a bookshop, about 6,000 rows in eight tables. The same rows on
 * every machine, because the random numbers have a fixed seed and no clock is read.
 */
final class Bookshop {

    private static final int PUBLISHERS = 24;
    private static final int AUTHORS = 180;
    private static final int BOOKS = 600;
    private static final int CUSTOMERS = 400;
    private static final int PURCHASES = 1200;
    private static final int REVIEWS = 700;
    private static final LocalDate OPENED = LocalDate.of(2021, 3, 1);

    private final Connection connection;
    private final SplittableRandom random = new SplittableRandom(20210301);

    Bookshop(Connection connection) {
        this.connection = connection;
    }

    void insertAll() throws SQLException {
        insertPublishers();
        insertAuthors();
        insertBooks();
        insertBookAuthors();
        insertCustomers();
        insertPurchases();
        insertReviews();
    }

    private void insertPublishers() throws SQLException {
        try (Batch rows = new Batch(connection, "publisher", "name, city, country, founded")) {
            for (int i = 0; i < PUBLISHERS; i++) {
                String[] place = place();
                String name = Words.FAMILY.get(i) + " " + pick(Words.PRESSES, random);
                rows.add(name, place[0], place[1], oneIn(6) ? null : 1890 + random.nextInt(125));
            }
        }
    }

    private void insertAuthors() throws SQLException {
        try (Batch rows = new Batch(connection, "author", "name, country, born, died")) {
            for (int i = 0; i < AUTHORS; i++) {
                LocalDate born = LocalDate.of(1900, 1, 1).plusDays(random.nextInt(35_000));
                boolean dead = born.getYear() < 1945 && !oneIn(4);
                LocalDate died = born.plusYears(50).plusDays(random.nextInt(10_000));
                rows.add(Words.person(random), place()[1], born, dead ? died : null);
            }
        }
    }

    private void insertBooks() throws SQLException {
        String columns = "isbn, title, publisher_id, published, language, pages, price, stock, blurb";
        try (Batch rows = new Batch(connection, "book", columns)) {
            for (int i = 0; i < BOOKS; i++) {
                String title = Words.title(random);
                rows.add(
                        Isbn.of(10_000_000 + i * 137),
                        title,
                        id(PUBLISHERS),
                        LocalDate.of(1985, 1, 1).plusDays(random.nextInt(14_000)),
                        pick(Words.LANGUAGES, random),
                        oneIn(15) ? null : 80 + random.nextInt(700),
                        price(),
                        oneIn(8) ? 0 : random.nextInt(60),
                        oneIn(3) ? null : "From the author of “" + Words.title(random) + "”.");
            }
        }
    }

    private void insertBookAuthors() throws SQLException {
        try (Batch rows = new Batch(connection, "book_author", "book_id, author_id, position")) {
            for (long book = 1; book <= BOOKS; book++) {
                long first = id(AUTHORS);
                rows.add(book, first, 1);
                if (oneIn(4)) rows.add(book, first % AUTHORS + 1, 2);
            }
        }
    }

    private void insertCustomers() throws SQLException {
        String columns = "name, email, city, country, joined, newsletter, note";
        try (Batch rows = new Batch(connection, "customer", columns)) {
            for (int i = 1; i <= CUSTOMERS; i++) {
                String name = Words.person(random);
                String[] place = place();
                String email = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", ".") + "." + i + "@example.com";
                String note = oneIn(10) ? "Prefers delivery on " + (oneIn(2) ? "Mondays." : "Saturdays.") : null;
                rows.add(name, email, place[0], place[1], openDay(), oneIn(2), note);
            }
        }
    }

    private void insertPurchases() throws SQLException {
        String purchase = "customer_id, placed_at, status, shipped_on, discount_percent";
        String line = "purchase_id, line_no, book_id, quantity, unit_price";
        // The last one is written first: a line refers to its purchase.
        try (Batch lines = new Batch(connection, "purchase_line", line);
                Batch purchases = new Batch(connection, "purchase", purchase)) {
            for (long i = 1; i <= PURCHASES; i++) {
                insertPurchase(purchases);
                int count = 1 + random.nextInt(4);
                for (int no = 1; no <= count; no++) {
                    lines.add(i, no, id(BOOKS), oneIn(5) ? 2 + random.nextInt(4) : 1, price());
                }
            }
        }
    }

    private void insertPurchase(Batch purchases) throws SQLException {
        OffsetDateTime placed =
                openDay().atStartOfDay().plusSeconds(random.nextInt(86_400)).atOffset(ZoneOffset.UTC);
        String status = oneIn(12) ? "returned" : oneIn(20) ? "cancelled" : oneIn(9) ? "paid" : "shipped";
        boolean sent = status.equals("shipped") || status.equals("returned");
        LocalDate shipped = placed.toLocalDate().plusDays(1 + random.nextInt(6));
        BigDecimal discount = oneIn(5) ? BigDecimal.valueOf(25 + 25L * random.nextInt(6), 1) : null;
        purchases.add(id(CUSTOMERS), placed, status, sent ? shipped : null, discount);
    }

    private void insertReviews() throws SQLException {
        Set<Long> pairs = new HashSet<>();
        try (Batch rows = new Batch(connection, "review", "book_id, customer_id, stars, written_on, text")) {
            while (pairs.size() < REVIEWS) {
                long book = id(BOOKS);
                long customer = id(CUSTOMERS);
                if (!pairs.add(book * CUSTOMERS + customer)) continue;
                int stars = Math.max(1, 5 - random.nextInt(3) - random.nextInt(3));
                rows.add(book, customer, stars, openDay(), oneIn(4) ? null : pick(Words.PRAISE, random));
            }
        }
    }

    private String[] place() {
        return pick(Words.PLACES, random).split("/", 2);
    }

    private LocalDate openDay() {
        return OPENED.plusDays(random.nextInt(1900));
    }

    private BigDecimal price() {
        return BigDecimal.valueOf(490 + 50L * random.nextInt(90), 2);
    }

    private long id(int count) {
        return 1L + random.nextInt(count);
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }
}
