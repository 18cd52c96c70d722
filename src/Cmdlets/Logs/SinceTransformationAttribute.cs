using System.Globalization;
using System.Management.Automation;

namespace TemporalLambda.Cmdlets.Logs;

/// <summary>Takes a point in time as a date, or as how long ago it is: a TimeSpan, or 90s, 10m, 2h, 7d.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SinceTransformationAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return given switch
        {
            TimeSpan ago => DateTimeOffset.Now - ago.Duration(),
            string text when TryParse(text, DateTimeOffset.Now, out DateTimeOffset since) => since,
            DateTimeOffset or DateTime => given,
            _ => throw new ArgumentTransformationMetadataException(
                $"'{given}' is neither a date nor how long ago. Give -Since as 90s, 10m, 2h or 7d, a TimeSpan, or a date such as 2026-08-31T09:30."),
        };
    }

    /// <summary>Reads a text; what has no time zone is this machine's time.</summary>
    internal static bool TryParse(string text, DateTimeOffset now, out DateTimeOffset since)
    {
        string trimmed = text.Trim();
        if (trimmed.Length > 1
            && double.TryParse(trimmed[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && Unit(trimmed[^1]) is { } unit
            && number * unit.TotalDays < 36500)
        {
            since = now - (number * unit);
            return true;
        }

        // Digits alone would be days or ticks or years: nobody means that.
        if (trimmed.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out TimeSpan ago))
        {
            since = now - ago.Duration();
            return true;
        }

        since = default;
        return !trimmed.All(char.IsDigit)
            && DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out since);
    }

    private static TimeSpan? Unit(char unit) => unit switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => null,
    };
}
