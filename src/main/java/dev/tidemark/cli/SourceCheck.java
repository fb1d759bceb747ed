package dev.tidemark.cli;

import dev.tidemark.http.Clients;
import dev.tidemark.http.RequestParameters;
import dev.tidemark.jdbc.Databases;
import dev.tidemark.jdbc.NamedDatabase;
import dev.tidemark.kafka.KafkaRanges;
import dev.tidemark.page.PageReader;
import dev.tidemark.route.AddressRule;
import dev.tidemark.route.KameletBean;
import dev.tidemark.route.KameletUse;
import dev.tidemark.route.Kamelets;
import dev.tidemark.route.Source;
import dev.tidemark.route.Suggestion;
import dev.tidemark.sink.TableSink;
import dev.tidemark.sink.WritableDatabases;
import dev.tidemark.strategy.PageRequest;
import dev.tidemark.strategy.Paging;
import dev.tidemark.strategy.Strategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeanWrapperImpl;
import org.springframework.beans.BeansException;
import org.springframework.beans.MethodInvocationException;

/**
 * Makes the beans that sources will be made of, and lets each say what is wrong with its parameters: what a Kamelet's
 * definition cannot say, because it takes knowing what a query or a column is.
 */
final class SourceCheck {

    private static final String OURS = "dev.tidemark.";

    private final Kamelets kamelets;
    private final Databases databases;
    private final Set<String> clients;

    SourceCheck(Kamelets kamelets, Databases databases, Set<String> clients) {
        this.kamelets = kamelets;
        this.databases = databases;
        this.clients = clients;
    }

    /** A sentence for each mistake. */
    List<String> check(List<Source> sources) {
        List<String> problems = new ArrayList<>();
        for (Source source : sources) {
            check(source.from(), problems);
            checkPeriod(source.from(), problems);
            for (KameletUse sink : source.sinks()) {
                check(sink, problems);
                checkProduct(sink, problems);
            }
        }
        // What is wrong in a template is wrong in each of its routes.
        return problems.stream().distinct().toList();
    }

    /** How a source finds what is new. */
    Strategy strategy(Source source) {
        return findStrategy(source)
                .orElseThrow(() -> new UsageException(List.of(source.from()
                        .problem(null, "has no bean that is a strategy, so its state cannot be read or made")
                        .toString())));
    }

    /** How a source finds what is new; empty when its Kamelet is a user's own and does without a class of ours. */
    Optional<Strategy> findStrategy(Source source) {
        return beans(source.from(), new ArrayList<>()).stream()
                .filter(Strategy.class::isInstance)
                .map(Strategy.class::cast)
                .findFirst();
    }

    private void check(KameletUse use, List<String> problems) {
        checkAddress(use, problems);
        String client = use.parameters().get("client");
        if (client != null && !clients.contains(client)) {
            problems.add(sentence(
                    use,
                    "client",
                    "client `" + client + "` is not configured; there are " + clients + " (" + Clients.PREFIX
                            + "NAME.auth)" + Suggestion.didYouMean(client, clients)));
        }
        List<PageRequest> requests = new ArrayList<>();
        List<Paging> pagings = new ArrayList<>();
        int before = problems.size();
        List<Object> beans = beans(use, problems);
        // What parameters make of each other is told once each is right by itself.
        List<String> together = use.sound() && problems.size() == before ? problems : new ArrayList<>();
        for (Object bean : beans) {
            if (bean instanceof Strategy strategy) {
                attempt(use, null, together, () -> {
                    Paging paging = strategy.begin(null, Instant.now());
                    requests.add(paging.next());
                    pagings.add(paging);
                });
            } else if (bean instanceof TableSink sink) {
                attempt(use, null, together, sink::validate);
            } else if (bean instanceof KafkaRanges ranges) {
                attempt(use, null, together, ranges::validate);
            }
        }
        boolean goesOnByIt = pagings.stream().anyMatch(paging -> paging.missingNextPage() != null);
        for (Object bean : beans) {
            if (bean instanceof RequestParameters parameters) {
                requests.forEach(request -> attempt(use, null, problems, () -> parameters.fill(request)));
            } else if (bean instanceof PageReader reader) {
                String place = factParameter(use);
                attempt(use, place, together, () -> reader.validate(place, goesOnByIt));
            }
        }
    }

    /** The parameter that says where a response tells how its list goes on. */
    private String factParameter(KameletUse use) {
        return kamelets.beans(use).stream()
                .map(bean -> bean.parameters().get("factPath"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("factPath");
    }

    /** A Kamelet of a user's own may do without. */
    private void checkPeriod(KameletUse use, List<String> problems) {
        String period = kamelets.value(use, "period");
        if (period == null && kamelets.names().contains(use.kamelet())) {
            problems.add(sentence(
                    use,
                    "period",
                    "it has no parameter `period`, so it is not known how often the source is due: declare it in the"
                            + " Kamelet's definition, with a default such as 60s"));
        } else if (period != null && use.sound()) {
            attempt(use, "period", problems, () -> {
                if (TimeUtils.toMilliSeconds(period) <= 0) {
                    throw new IllegalArgumentException("period must be greater than zero");
                }
            });
        }
    }

    private static void checkAddress(KameletUse use, List<String> problems) {
        String url = use.parameters().get("url");
        if (url == null) {
            return;
        }
        String written = use.hidden().getOrDefault(url, url);
        AddressRule.mistakes(written, url).forEach(mistake -> problems.add(sentence(use, "url", "url " + mistake)));
    }

    private List<Object> beans(KameletUse use, List<String> problems) {
        List<Object> beans = new ArrayList<>();
        for (KameletBean bean : kamelets.beans(use)) {
            if (bean.type().startsWith(OURS)) {
                attempt(use, null, problems, () -> beans.add(make(bean, use, problems)));
            }
        }
        return beans;
    }

    private Object make(KameletBean bean, KameletUse use, List<String> problems) {
        BeanWrapperImpl wrapper;
        try {
            wrapper = new BeanWrapperImpl(Class.forName(bean.type()));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(
                    "it needs " + bean.type() + ", which is not on the class path; put its jar in lib.d", e);
        }
        bean.properties().forEach((name, value) -> {
            if (bean.type().equals(NamedDatabase.class.getName())) {
                checkDataSource(value, use, problems);
            } else {
                String parameter = bean.parameters().get(name);
                // What is wrong with an address is told without its secrets, see checkAddress.
                List<String> told = "url".equals(parameter) ? new ArrayList<>() : problems;
                attempt(use, parameter, told, () -> wrapper.setPropertyValue(name, value));
            }
        });
        return wrapper.getWrappedInstance();
    }

    private void checkDataSource(String name, KameletUse use, List<String> problems) {
        if (!databases.isDeclared(name)) {
            problems.add(sentence(
                    use,
                    "dataSource",
                    "dataSource `" + name + "` is not configured; there are " + databases.names() + " ("
                            + Databases.PREFIX + "NAME.url)" + Suggestion.didYouMean(name, databases.names())));
        }
    }

    private void checkProduct(KameletUse sink, List<String> problems) {
        String name = kamelets.value(sink, "dataSource");
        String url = name == null ? null : databases.url(name);
        if (name != null && url != null) {
            attempt(sink, "dataSource", problems, () -> WritableDatabases.require(name, url));
        }
    }

    /** @param parameter that is tried; null when it is what they are together */
    private static void attempt(KameletUse use, @Nullable String parameter, List<String> problems, Runnable action) {
        try {
            action.run();
        } catch (IllegalArgumentException e) {
            problems.add(sentence(use, parameter, String.valueOf(e.getMessage())));
        } catch (MethodInvocationException e) {
            // What the setter says itself; its own cause knows less.
            problems.add(sentence(
                    use,
                    parameter,
                    String.valueOf(Objects.requireNonNull(e.getCause()).getMessage())));
        } catch (BeansException e) {
            problems.add(sentence(use, parameter, Explanation.of(e)));
        }
    }

    /** What is said of several begins with the one to look at. */
    private static String sentence(KameletUse use, @Nullable String parameter, String what) {
        String at = parameter == null ? what.split("\\W", 2)[0] : parameter;
        return use.problem(at, what).toString();
    }
}
