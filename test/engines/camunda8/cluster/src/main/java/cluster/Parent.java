package cluster;

import java.io.IOException;

/** The launcher holds our standard input open: when it ends, however it ends, so do we. */
final class Parent {

  static void endWithIt() {
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

  private Parent() {}
}
