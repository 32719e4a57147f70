import java.io.*;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.core.KeywordTokenizer;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.synonym.*;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Reads synonyms from the file named first, by the analyzer named second, and prints what each line of input becomes. */
public class Synonyms {
  static Analyzer analyzer(boolean keyword, SynonymMap map) {
    return new Analyzer() {
      protected TokenStreamComponents createComponents(String field) {
        Tokenizer source = keyword ? new KeywordTokenizer() : new StandardTokenizer();
        return new TokenStreamComponents(source, map == null ? source : new SynonymGraphFilter(source, map, false));
      }
    };
  }

  public static void main(String[] args) throws Exception {
    boolean keyword = args[1].equals("keyword");
    SolrSynonymParser parser = new SolrSynonymParser(true, true, analyzer(keyword, null));
    parser.parse(new InputStreamReader(new FileInputStream(args[0]), StandardCharsets.UTF_8));
    SynonymMap built = parser.build();
    Analyzer analyzer = analyzer(keyword, built.fst == null ? null : built);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    for (String line; (line = lines.readLine()) != null; ) {
      StringBuilder terms = new StringBuilder();
      try (TokenStream stream = analyzer.tokenStream("tag", line)) {
        CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
        stream.reset();
        while (stream.incrementToken()) terms.append(terms.length() > 0 ? " " : "").append(term);
        stream.end();
      }
      out.println(terms);
    }
    out.flush();
  }
}
