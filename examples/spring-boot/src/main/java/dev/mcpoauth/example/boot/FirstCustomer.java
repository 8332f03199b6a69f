package dev.mcpoauth.example.boot;

import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Makes a customer where there is none, to try the shop with. */
@Component
class FirstCustomer implements ApplicationRunner {
    private static final int PASSWORD_BYTES = 12;

    private final Customers customers;
    private final ShopProperties shop;

    FirstCustomer(Customers customers, ShopProperties shop) {
        this.customers = customers;
        this.shop = shop;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        System.out.println("MCP at " + shop.mcpUrl());
        if (customers.isEmpty()) {
            byte[] random = new byte[PASSWORD_BYTES];
            new SecureRandom().nextBytes(random);
            String password = Base64.getUrlEncoder().encodeToString(random);
            customers.add("alice", "C-1001", password);
            System.out.println("Sign in as alice with the password " + password + " (shown this once)");
        }
    }
}
