using System.Globalization;
using System.Text;

namespace TemporalLambda.Sandbox.Wire;

/// <summary>The parameters of a query-protocol request: from the body, or from the URL for GET.</summary>
internal sealed class QueryForm
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public QueryForm(HttpMessage http)
    {
        var pairs = http.QueryPairs().Concat(FormPairs.Parse(Encoding.UTF8.GetString(http.Body.Span), plusIsSpace: true));
        foreach (var (name, value) in pairs)
        {
            _values[name] = value;
        }
    }

    /// <summary>The operation.</summary>
    public string Action => Optional("Action")
        ?? throw new AwsException(400, "MissingAction", "The request must contain the parameter Action.");

    /// <summary>A parameter, or null.</summary>
    public string? Optional(string name) => _values.GetValueOrDefault(name);

    /// <summary>A parameter that has to be there.</summary>
    public string Required(string name) => Optional(name) ?? throw Violation(name, null, "Member must not be null");

    /// <summary>A whole number within limits, or null.</summary>
    public int? Number(string name, int least, int most)
    {
        string? text = Optional(name);
        if (text is null)
        {
            return null;
        }
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number))
        {
            throw new AwsException(400, "MalformedInput", $"{name} is not a number.");
        }
        return number < least ? throw Violation(name, text, $"Member must have value greater than or equal to {least}")
            : number > most ? throw Violation(name, text, $"Member must have value less than or equal to {most}")
            : number;
    }

    /// <summary>The values of <c>Name.member.1</c>, <c>Name.member.2</c>, ...</summary>
    public IReadOnlyList<string> Members(string name) => [.. Indexes(name).Select(index => _values[$"{name}.member.{index}"])];

    /// <summary>The pairs of <c>Name.member.1.Key</c> and <c>.Value</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs(string name) => [.. Indexes(name, ".Key").Select(index =>
        new KeyValuePair<string, string>(_values[$"{name}.member.{index}.Key"], Optional($"{name}.member.{index}.Value") ?? ""))];

    /// <summary>AWS's words for a parameter that breaks its constraint.</summary>
    public static AwsException Violation(string name, string? value, string constraint)
    {
        string member = char.ToLowerInvariant(name[0]) + name[1..];
        string shown = value is null ? "Value null" : $"Value '{value}'";
        return new AwsException(400, "ValidationError",
            $"1 validation error detected: {shown} at '{member}' failed to satisfy constraint: {constraint}");
    }

    private IEnumerable<int> Indexes(string name, string suffix = "") =>
        Enumerable.Range(1, 1000).TakeWhile(index => _values.ContainsKey($"{name}.member.{index}{suffix}"));
}
