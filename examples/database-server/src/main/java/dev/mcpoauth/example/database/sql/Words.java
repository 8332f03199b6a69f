package dev.mcpoauth.example.database.sql;

import java.util.List;
import java.util.SplittableRandom;

/** What the names and titles of the data set are made of. */
final class Words {

    static final List<String> GIVEN = List.of(
            "Ada", "Amir", "Anneli", "Beatriz", "Bruno", "Chidi", "Clara", "Daniel", "Elif", "Emil", "Esther", "Farah",
            "Felix", "Greta", "Hana", "Hugo", "Ines", "Ivan", "Jonas", "Julia", "Karim", "Kaya", "Lena", "Louis",
            "Maja", "Marek", "Mina", "Nadia", "Noah", "Olga", "Oscar", "Paula", "Rafael", "Rosa", "Samir", "Selma",
            "Tomás", "Ursula", "Viktor", "Yara");

    static final List<String> FAMILY = List.of(
            "Abara",
            "Almeida",
            "Andersson",
            "Bauer",
            "Becker",
            "Bianchi",
            "Castro",
            "Costa",
            "Dahl",
            "Demir",
            "Dubois",
            "Eriksen",
            "Fischer",
            "Fontaine",
            "Garcia",
            "Haddad",
            "Hansen",
            "Horvat",
            "Ito",
            "Jansen",
            "Kaur",
            "Keller",
            "Kowalski",
            "Laurent",
            "Lindqvist",
            "Marino",
            "Meyer",
            "Moreau",
            "Nowak",
            "O'Brien",
            "Okafor",
            "Papadakis",
            "Petrov",
            "Rossi",
            "Santos",
            "Schmidt",
            "Silva",
            "Takeda",
            "Virtanen",
            "Weber");

    static final List<String> ADJECTIVES = List.of(
            "Silent",
            "Salt",
            "Borrowed",
            "Hollow",
            "Winter",
            "Distant",
            "Paper",
            "Glass",
            "Crooked",
            "Second",
            "Northern",
            "Patient",
            "Burning",
            "Unwritten",
            "Small",
            "Golden",
            "Last",
            "Quiet",
            "Broken",
            "Ordinary");

    static final List<String> NOUNS = List.of(
            "Harbour",
            "Orchard",
            "Cartographer",
            "River",
            "Library",
            "Garden",
            "Clockmaker",
            "Island",
            "Letter",
            "Kitchen",
            "Bridge",
            "Astronomer",
            "Forest",
            "Archive",
            "Violin",
            "Lighthouse",
            "Market",
            "Season",
            "Railway",
            "Map",
            "Winter",
            "Beekeeper",
            "Coast",
            "Alphabet",
            "House");

    static final List<String> FRAMES = List.of(
            "The %s %s",
            "%2$s of the %1$s Year",
            "A %s %s",
            "The %2$s and the %1$s Sea",
            "Notes from a %s %s",
            "Beyond the %s %s",
            "My %s %s",
            "The %s %s: A History");

    static final List<String> PRESSES = List.of("Press", "Books", "Publishing", "House", "Editions", "& Daughters");

    static final List<String> PRAISE = List.of(
            "Could not put it down.",
            "Slow to start, then wonderful.",
            "A gift for my sister; she loved it.",
            "The ending did not work for me.",
            "Beautifully printed.",
            "Too long by a hundred pages.",
            "I have read it three times.",
            "Arrived with a dented cover, but what a story.");

    /** City and country, as {@code Lisbon/PT}. */
    static final List<String> PLACES = List.of(
            "Lisbon/PT",
            "Porto/PT",
            "Berlin/DE",
            "Hamburg/DE",
            "Leipzig/DE",
            "Paris/FR",
            "Lyon/FR",
            "Milan/IT",
            "Turin/IT",
            "Madrid/ES",
            "Seville/ES",
            "Warsaw/PL",
            "Kraków/PL",
            "Oslo/NO",
            "Bergen/NO",
            "Helsinki/FI",
            "Dublin/IE",
            "Cork/IE",
            "Athens/GR",
            "Istanbul/TR",
            "Lagos/NG",
            "Osaka/JP",
            "Utrecht/NL",
            "Ghent/BE");

    static final List<String> LANGUAGES = List.of("en", "en", "en", "de", "fr", "es", "pt", "it", "pl");

    private Words() {}

    static String pick(List<String> words, SplittableRandom random) {
        return words.get(random.nextInt(words.size()));
    }

    static String person(SplittableRandom random) {
        return pick(GIVEN, random) + " " + pick(FAMILY, random);
    }

    static String title(SplittableRandom random) {
        return pick(FRAMES, random).formatted(pick(ADJECTIVES, random), pick(NOUNS, random));
    }
}
