using System.Globalization;

namespace TemporalLambda.Aws.Functions;

/// <summary>What differs between two sets of settings, in words. Code is not among it.</summary>
internal static class SettingsDifference
{
    private const string Action = "UpdateFunctionConfiguration";

    // Each setting but the variables: what it is called, what is compared, and what people see of it.
    private static readonly Setting[] Basic =
    [
        new("the execution role", s => s.Role, s => RoleName.Of(s.Role)),
        new("the runtime", s => s.Runtime),
        new("the handler", s => s.Handler),
        new("the timeout", s => Number(s.Timeout) + " s"),
        new("the memory", s => Number(s.MemorySize) + " MB"),
    ];

    private static readonly Setting[] Optional =
    [
        new("the ephemeral storage", s => Number(s.EphemeralStorage) + " MB"),
        new("the KMS key", s => s.KmsKeyArn, s => s.KmsKeyArn.Length == 0 ? "Lambda's own" : s.KmsKeyArn),
        new("the subnets", s => Set(s.SubnetIds)),
        new("the security groups", s => Set(s.SecurityGroupIds)),
        new("the layers", s => Text(s.Layers)),
        new("the tracing", s => s.TracingMode),
        new("the log format", s => s.LogFormat),
        new("the application log level", s => s.ApplicationLogLevel, s => Text(s.ApplicationLogLevel)),
        new("the system log level", s => s.SystemLogLevel, s => Text(s.SystemLogLevel)),
        new("the log group", s => s.LogGroup),
    ];

    /// <summary>Whether no setting but code and variables differs.</summary>
    public static bool IsNone(FunctionSettings first, FunctionSettings second) =>
        Basic.Concat(Optional).All(setting => setting.Value(first) == setting.Value(second));

    /// <summary>One change for each difference. Values of variables are never told: they may be secrets.</summary>
    public static List<Change> Between(string functionName, FunctionSettings found, FunctionSettings wanted)
    {
        List<Change> changes =
        [
            .. from setting in Basic.Concat(Optional)
               where setting.Value(found) != setting.Value(wanted)
               select new Change(
                   Action,
                   functionName,
                   $"Change {setting.What} of '{functionName}' from {setting.Words(found)} to {setting.Words(wanted)}."),
        ];
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
    }

    /// <summary>The optional settings of a function that is to be created, in words; those that are as Lambda makes them are left out.</summary>
    public static IEnumerable<string> FromDefaults(string functionName, FunctionSettings wanted)
    {
        FunctionSettings defaults = new()
        {
            Role = "",
            Runtime = "",
            Handler = "",
            Architecture = "",
            Timeout = 0,
            MemorySize = 0,
            CodeSha256 = "",
            Variables = wanted.Variables,
            LogGroup = FunctionSettings.DefaultLogGroup(functionName),
        };
        return from setting in Optional
               where setting.Value(defaults) != setting.Value(wanted)
               select $"{setting.What["the ".Length..]} {setting.Words(wanted)}";
    }

    // Lambda tells them in an order of its own.
    private static string Set(IReadOnlyList<string> items) => Text([.. items.Order(StringComparer.Ordinal)]);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(IReadOnlyList<string> items) => items.Count == 0 ? "none" : string.Join(", ", items);

    private static string Text(string value) => value.Length == 0 ? "none" : value;

    private sealed record Setting(string What, Func<FunctionSettings, string> Value, Func<FunctionSettings, string>? Shown = null)
    {
        public string Words(FunctionSettings settings) => (Shown ?? Value)(settings);
    }
}
