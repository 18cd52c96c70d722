using System.Globalization;
using TemporalLambda.Aws.Lambda;

namespace TemporalLambda.Aws.Functions;

/// <summary>What differs between two sets of settings, in words and as the one request that mends it. Code is not among it.</summary>
internal static class SettingsDifference
{
    private const string Action = "UpdateFunctionConfiguration";

    /// <summary>One change for each difference. Values of variables are never told: they may be secrets.</summary>
    public static List<Change> Between(string functionName, FunctionSettings found, FunctionSettings wanted)
    {
        List<Change> changes = [];
        Add("the execution role", RoleName.Of(found.Role), RoleName.Of(wanted.Role), found.Role != wanted.Role);
        Add("the runtime", found.Runtime, wanted.Runtime, found.Runtime != wanted.Runtime);
        Add("the handler", found.Handler, wanted.Handler, found.Handler != wanted.Handler);
        Add("the timeout", Seconds(found.Timeout), Seconds(wanted.Timeout), found.Timeout != wanted.Timeout);
        Add("the memory", Megabytes(found.MemorySize), Megabytes(wanted.MemorySize), found.MemorySize != wanted.MemorySize);
        foreach (string name in found.Variables.Keys.Union(wanted.Variables.Keys).Order(StringComparer.Ordinal))
        {
            bool was = found.Variables.TryGetValue(name, out string? before);
            bool stays = wanted.Variables.TryGetValue(name, out string? after);
            if (was != stays || before != after)
            {
                string verb = !stays ? "Remove" : was ? "Change" : "Set";
                changes.Add(new Change(Action, functionName, $"{verb} the variable {name} of '{functionName}'."));
            }
        }

        return changes;

        void Add(string what, string before, string after, bool differs)
        {
            if (differs)
            {
                changes.Add(new Change(Action, functionName, $"Change {what} of '{functionName}' from {before} to {after}."));
            }
        }
    }

    /// <summary>The request that holds only what differs.</summary>
    public static UpdateFunctionConfigurationRequest Request(FunctionSettings found, FunctionSettings wanted) => new()
    {
        Role = found.Role == wanted.Role ? null : wanted.Role,
        Runtime = found.Runtime == wanted.Runtime ? null : wanted.Runtime,
        Handler = found.Handler == wanted.Handler ? null : wanted.Handler,
        Timeout = found.Timeout == wanted.Timeout ? null : wanted.Timeout,
        MemorySize = found.MemorySize == wanted.MemorySize ? null : wanted.MemorySize,
        Environment = (found with { Variables = wanted.Variables }).SameAs(found) ? null : new FunctionEnvironment(wanted.Variables),
    };

    private static string Seconds(int value) => value.ToString(CultureInfo.InvariantCulture) + " s";

    private static string Megabytes(int value) => value.ToString(CultureInfo.InvariantCulture) + " MB";
}
