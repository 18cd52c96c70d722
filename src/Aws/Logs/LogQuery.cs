using System.Text.RegularExpressions;

namespace TemporalLambda.Aws.Logs;

/// <summary>Which lines of a function's log are wanted.</summary>
public sealed partial record LogQuery
{
    private static readonly string ErrorTerms = TermsOfErrors();

    /// <summary>The group, <c>/aws/lambda/&lt;function&gt;</c> for a function that was not told another.</summary>
    public required string LogGroupName { get; init; }

    /// <summary>The oldest.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Only those of this invocation.</summary>
    public string? RequestId { get; init; }

    /// <summary>Only those that tell of failures.</summary>
    public bool ErrorsOnly { get; init; }

    /// <summary>Whether an entry is wanted.</summary>
    internal bool Takes(LogEntry entry) => (RequestId is null || entry.RequestId == RequestId) && (!ErrorsOnly || entry.IsError);

    /// <summary>
    /// What CloudWatch itself can leave out, so that a long log is not carried here whole: it keeps a little more than is wanted, never less.
    /// </summary>
    internal string? FilterPattern => ErrorsOnly && RequestId is null ? ErrorTerms : null;

    /// <summary>Checks what was given before anything is asked.</summary>
    /// <exception cref="StageException">The request id is none.</exception>
    internal void Check()
    {
        if (RequestId is not null && !RequestIdForm().IsMatch(RequestId))
        {
            throw AwsErrors.RequestIdNotValid(RequestId);
        }
    }

    // Terms by one of which an error can be told, with the numbers that pino and bunyan have for levels; and the lines that tell which
    // invocation the others are of.
    private static string TermsOfErrors()
    {
        string[] words =
            ["error", "err", "fatal", "critical", "crit", "fail", "failed", "panic", "dpanic", "alert", "emergency", "unhandled", "traceback", "timeout"];
        IEnumerable<string> spellings = words.SelectMany(word => new[] { word, word.ToUpperInvariant(), char.ToUpperInvariant(word[0]) + word[1..] });
        string[] phrases = ["timed out", "Process exited", "\\\":50", "\\\":60", "START RequestId", "REPORT RequestId", "platform.start", "platform.report"];
        return string.Join(' ', spellings.Concat(phrases.Select(phrase => $"\"{phrase}\"")).Select(term => "?" + term));
    }

    [GeneratedRegex(@"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RequestIdForm();
}
