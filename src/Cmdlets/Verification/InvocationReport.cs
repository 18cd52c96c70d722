using System.Globalization;
using System.Text.RegularExpressions;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>Lambda's REPORT line of one invocation.</summary>
/// <param name="BilledSeconds">What is billed.</param>
/// <param name="MemorySize">The function's memory in MB.</param>
/// <param name="MaxMemoryUsed">The most that was used, in MB.</param>
internal sealed partial record InvocationReport(double BilledSeconds, int MemorySize, int MaxMemoryUsed)
{
    /// <summary>The line's content, or null where it is another line.</summary>
    public static InvocationReport? Parse(string line)
    {
        Match match = Form().Match(line);
        return match.Success
            ? new InvocationReport(Number(match, "billed") / 1000, (int)Number(match, "size"), (int)Number(match, "used"))
            : null;
    }

    private static double Number(Match match, string group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^REPORT .*Billed Duration: (?<billed>[0-9.]+) ms\s+Memory Size: (?<size>[0-9]+) MB\s+Max Memory Used: (?<used>[0-9]+) MB", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
