package dev.mcpoauth.example.boot;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.login.Subject;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;

/** The shop's customers, and who of them somebody is. */
@Component
class Customers implements Accounts {
    static final String NUMBER = "customer_number";

    private final JdbcClient database;
    private final PasswordEncoder passwords = new BCryptPasswordEncoder();
    private final String nobody = passwords.encode("nobody");

    Customers(JdbcClient database) {
        this.database = database;
    }

    record Customer(String name, String number, String passwordHash) {}

    /** Takes its time for unknown names as well, so that nobody finds out which there are. */
    @Override
    public Optional<Subject> authenticate(String name, String password) {
        Optional<Customer> customer = database.sql("SELECT name, number, password_hash FROM customer WHERE name = ?")
                .params(name)
                .query(Customer.class)
                .optional();
        String hash = customer.map(Customer::passwordHash).orElse(nobody);
        return passwords.matches(password, hash) ? customer.map(Customers::subject) : Optional.empty();
    }

    private static Subject subject(Customer customer) {
        return new Subject(customer.name(), customer.name())
                .withProperties(
                        JsonObject.builder().put(NUMBER, customer.number()).build());
    }

    boolean isEmpty() {
        return database.sql("SELECT count(*) FROM customer").query(Long.class).single() == 0;
    }

    void add(String name, String number, String password) {
        database.sql("INSERT INTO customer (name, number, password_hash) VALUES (?, ?, ?)")
                .params(name, number, passwords.encode(password))
                .update();
    }
}
