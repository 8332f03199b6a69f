package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.json.Json;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The client of a handler that may have become a task: until then it is asked as in any call, and from then on through
 * the task's state, for whose change the handler waits (Tasks extension, "Task Update Requests"). Used by the handler.
 */
final class TaskCounterpart implements Counterpart {

    private final TaskRun run;
    private final Counterpart call;

    /** A key means one request in all the life of a task. */
    private final Set<String> used = new HashSet<>();

    TaskCounterpart(TaskRun run, Counterpart call) {
        this.run = run;
        this.call = call;
    }

    @Override
    public Answers ask(List<Question> questions) throws InterruptedException {
        Optional<Answers> answers = run.askAsCall(() -> call.ask(questions));
        return answers.isPresent() ? answers.get() : ask(run.life().orElseThrow(), questions);
    }

    private Answers ask(TaskLife task, List<Question> questions) throws InterruptedException {
        Map<String, Json> answers = new HashMap<>();
        Map<String, Question> open = new LinkedHashMap<>();
        for (Question question : questions) {
            Optional<Json> known = call.known(question);
            if (known.isPresent()) answers.put(question.key(), known.get());
            else open.put(newKey(question), question);
        }
        if (open.isEmpty()) return new Answers(answers);
        Json.Builder requests = Json.object();
        open.forEach((key, question) -> requests.put(key, question.toJson()));
        Json given = task.ask(requests.build());
        open.forEach(
                (key, question) -> answers.put(question.key(), given.get(key).orElseThrow()));
        return new Answers(answers);
    }

    private synchronized String newKey(Question question) {
        String key = question.key();
        for (int number = 2; !used.add(key); number++) key = question.key() + "-" + number;
        return key;
    }

    @Override
    public void told(String progress) {
        if (!progress.isEmpty()) run.life().ifPresent(task -> task.say(progress));
    }
}
