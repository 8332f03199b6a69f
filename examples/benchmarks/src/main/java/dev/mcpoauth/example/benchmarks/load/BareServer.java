package dev.mcpoauth.example.benchmarks.load;

/** The container with a bare servlet and nothing else, the measure of a start: {@code BareServer PORT}. */
public final class BareServer {
    private BareServer() {}

    /** Serves until standard input ends. */
    public static void main(String[] args) throws Exception {
        Container.serve(
                Integer.parseInt(args[0]),
                20,
                web -> web.addServlet("bare", new BareServlet()).addMapping("/bare"));
    }
}
