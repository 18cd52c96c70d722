using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemporalLambda.Cmdlets.Logs;

/// <summary>JSON as PowerShell's ConvertFrom-Json gives it: objects with properties, arrays, strings, numbers, Booleans.</summary>
internal static class JsonObjects
{
    public static PSObject From(JsonObject json)
    {
        PSObject result = new();
        foreach ((string name, JsonNode? value) in json)
        {
            // PowerShell's names do not tell cases apart, and an object can not have two of one name.
            if (name.Length > 0 && result.Properties[name] is null)
            {
                result.Properties.Add(new PSNoteProperty(name, Value(value)));
            }
        }

        return result;
    }

    private static object? Value(JsonNode? node) => node switch
    {
        JsonObject json => From(json),
        JsonArray list => list.Select(Value).ToArray(),
        JsonValue value => value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number => Number(value),
            _ => value.ToString(),
        },
        _ => null,
    };

    private static object Number(JsonValue value) =>
        value.TryGetValue(out long whole) ? whole : value.TryGetValue(out double number) ? number : value.ToString();
}
