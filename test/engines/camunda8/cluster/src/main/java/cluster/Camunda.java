package cluster;

/** Camunda's own main class, which would outlive the launcher. Found by name: it is not on the class path of the build. */
public final class Camunda {

  public static void main(String[] args) throws Exception {
    Parent.endWithIt();
    Class<?> standalone = Class.forName("io.camunda.application.StandaloneCamunda");
    standalone.getMethod("main", String[].class).invoke(null, (Object) args);
  }

  private Camunda() {}
}
