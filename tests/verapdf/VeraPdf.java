import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.RuleId;

/** Judges many files by many profiles in one JVM: VeraPdf ua1,2a FILE... prints one line of JSON per file and profile. */
public class VeraPdf {
    record Failure(String rule, int count, String message, String where) {}

    record Verdict(String file, String profile, boolean compliant, int checks, List<Failure> failures) {}

    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        JsonMapper json = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
        for (String file : List.of(arguments).subList(1, arguments.length))
            for (String profile : arguments[0].split(","))
                System.out.println(json.writeValueAsString(judge(file, profile)));
    }

    static Verdict judge(String file, String profile) throws Exception {
        PDFAFlavour flavour = flavour(profile);
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            return new Verdict(file, profile, result.isCompliant(), result.getTotalAssertions(), failures(result));
        }
    }

    // fromString would be the obvious call, but it takes an id that it does not know for PDF/A-1a.
    static PDFAFlavour flavour(String profile) {
        if (!PDFAFlavour.getFlavourIds().contains(profile))
            throw new IllegalArgumentException("veraPDF has no profile " + profile);
        return PDFAFlavour.byFlavourId(profile);
    }

    static List<Failure> failures(ValidationResult result) {
        List<Failure> failures = new ArrayList<>();
        for (Map.Entry<RuleId, Integer> failed : result.getFailedChecks().entrySet()) {
            RuleId rule = failed.getKey();
            TestAssertion first = result.getTestAssertions().stream()
                .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
                .filter(assertion -> assertion.getRuleId().equals(rule))
                .findFirst().orElseThrow();
            String id = rule.getClause() + "-" + rule.getTestNumber();
            failures.add(new Failure(id, failed.getValue(), first.getMessage(), first.getLocation().getContext()));
        }
        return failures;
    }
}
