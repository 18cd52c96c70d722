using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemporalLambda.Cmdlets.Verification;

/// <summary>Turns what a user gives in PowerShell into a workflow's JSON argument: a string is a string, a hashtable or object an object.</summary>
internal static class WorkflowInput
{
    public static string? ToJson(object? input) => input is null ? null : Node(input)?.ToJsonString() ?? "null";

    private static JsonNode? Node(object? value) => value switch
    {
        null => null,
        PSObject { BaseObject: PSCustomObject } custom => Members(custom.Properties.Select(p => (p.Name, (object?)p.Value))),
        PSObject wrapped => Node(wrapped.BaseObject),
        string or char => JsonValue.Create(value.ToString()),
        IDictionary map => Members(map.Keys.Cast<object>().Select(k => (k.ToString()!, map[k]))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Node)]),
        _ => JsonSerializer.SerializeToNode(value, value.GetType()),
    };

    private static JsonObject Members(IEnumerable<(string Name, object? Value)> members)
    {
        JsonObject result = [];
        foreach ((string name, object? value) in members)
        {
            result[name] = Node(value);
        }

        return result;
    }
}
