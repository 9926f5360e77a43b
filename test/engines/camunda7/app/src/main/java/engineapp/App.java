package engineapp;

import static org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions.READ;
import static org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions.READ_HISTORY;
import static org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions.READ_INSTANCE;
import static org.camunda.bpm.engine.authorization.ProcessDefinitionPermissions.READ_TASK;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.rest.security.auth.ProcessEngineAuthenticationFilter;
import org.camunda.bpm.engine.rest.security.auth.impl.HttpBasicAuthenticationProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** A plain engine with its REST API; the profile "auth" adds HTTP Basic, authorisations and two users. */
@SpringBootApplication
public class App {

  public static void main(String[] args) {
    endWithParent();
    SpringApplication.run(App.class, args);
  }

  /** The launcher holds our standard input open: when it ends, however it ends, so do we. */
  private static void endWithParent() {
    Thread watch = new Thread(() -> {
      try {
        while (System.in.read() >= 0) { /* nothing is ever said */ }
      } catch (IOException closed) {
        // the same as its end
      }
      Runtime.getRuntime().halt(0);
    });
    watch.setDaemon(true);
    watch.start();
  }

  /** Runs last, when the engine and its users are there: tells the launcher which port the system chose. */
  @EventListener
  public void tellPort(ApplicationReadyEvent ready) throws IOException {
    Environment environment = ready.getApplicationContext().getEnvironment();
    Path file = Path.of(environment.getRequiredProperty("engineapp.port-file"));
    Path half = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(half, environment.getRequiredProperty("local.server.port"));
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** HTTP Basic on the REST API, by Camunda's own filter. */
  @Bean
  @Profile("auth")
  public FilterRegistrationBean<ProcessEngineAuthenticationFilter> restAuthentication() {
    var registration = new FilterRegistrationBean<>(new ProcessEngineAuthenticationFilter());
    registration.addInitParameter("authentication-provider", HttpBasicAuthenticationProvider.class.getName());
    registration.addUrlPatterns("/engine-rest/*");
    return registration;
  }

  /** A reader who may see one process definition only, with its instances, tasks and history. */
  @Bean
  @Profile("auth")
  public ApplicationRunner reader(IdentityService identities, AuthorizationService authorizations) {
    return arguments -> {
      User reader = identities.newUser("reader");
      reader.setFirstName("Rea");
      reader.setLastName("Reader");
      reader.setPassword("reader");
      identities.saveUser(reader);

      Authorization grant = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
      grant.setUserId("reader");
      grant.setResource(Resources.PROCESS_DEFINITION);
      grant.setResourceId("invoice-approval");
      grant.setPermissions(new Permission[] {READ, READ_INSTANCE, READ_HISTORY, READ_TASK});
      authorizations.saveAuthorization(grant);
    };
  }
}
