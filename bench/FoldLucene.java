import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.lucene.analysis.ar.ArabicNormalizer;

/** Lucene's normaliser over the lines of a file: the best of 15 rounds of each portion, copying each line into its buffer as its token filter does. */
public class FoldLucene {
  public static void main(String[] args) throws Exception {
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    long units = 0;
    int longest = 0;
    for (String line : lines) {
      units += line.length();
      longest = Math.max(longest, line.length());
    }
    char[] buffer = new char[longest];
    ArabicNormalizer normalizer = new ArabicNormalizer();
    double best = 0;
    long kept = 0;
    for (int from = 0; from < lines.size(); ) {
      int to = from;
      for (long portion = 0; to < lines.size() && portion <= 50_000; to++) portion += lines.get(to).length();
      double fastest = Double.MAX_VALUE;
      for (int round = 0; round < 15; round++) {
        long started = System.nanoTime();
        for (String line : lines.subList(from, to)) {
          line.getChars(0, line.length(), buffer, 0);
          int length = normalizer.normalize(buffer, line.length());
          kept += new String(buffer, 0, length).length();
        }
        fastest = Math.min(fastest, System.nanoTime() - started);
      }
      best += fastest;
      from = to;
    }
    System.out.printf("%-24s %6.2f ns a unit (%d kept)%n", "Lucene ArabicNormalizer", best / units, kept / 15);
  }
}
