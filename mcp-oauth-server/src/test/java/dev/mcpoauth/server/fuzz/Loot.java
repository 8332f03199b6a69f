package dev.mcpoauth.server.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What the server handed out lately, by the name under which it is sent back. */
final class Loot {
    private static final int KEPT = 32;

    /**
     * Something handed out.
     *
     * @param client whose it is
     * @param secret that belongs to it; empty if none does
     * @param place where it is used
     */
    record Item(String value, String client, String secret, String place) {
        Item(String value, String client) {
            this(value, client, "", "");
        }
    }

    private static final Item NOTHING = new Item("nothing-yet", "app");

    private final SplittableRandom random;
    private final Map<String, List<Item>> items = new HashMap<>();

    Loot(SplittableRandom random) {
        this.random = random;
    }

    void add(String name, Item item) {
        List<Item> kept = items.computeIfAbsent(name, absent -> new ArrayList<>());
        kept.add(item);
        if (kept.size() > KEPT) {
            kept.remove(0);
        }
    }

    /** Mostly the last one, because what is older was probably used. */
    Item pick(String name) {
        List<Item> kept = items.getOrDefault(name, List.of());
        if (kept.isEmpty()) {
            return NOTHING;
        }
        return kept.get(random.nextInt(3) > 0 ? kept.size() - 1 : random.nextInt(kept.size()));
    }

    /** One of any kind. */
    Item any() {
        List<String> names = items.keySet().stream().sorted().toList();
        return names.isEmpty() ? NOTHING : pick(names.get(random.nextInt(names.size())));
    }
}
