using System.Globalization;
using System.Text.RegularExpressions;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Roles;

namespace TemporalLambda.Aws.Functions;

/// <summary>Checks settings against what Lambda, IAM and CloudWatch Logs take, before anything is read or changed.</summary>
internal static partial class OptionChecks
{
    private static readonly int[] RetentionDays =
        [AttributesPlan.ForEver, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// <summary>Checks what was given.</summary>
    /// <exception cref="StageException">SettingNotValid, which names the parameter and what is allowed.</exception>
    public static void Check(WantedFunction wanted)
    {
        Range("Timeout", wanted.Timeout, 1, 900, "s");
        Range("MemorySize", wanted.MemorySize, 128, 10240, "MB");
        Range("MaximumRetryAttempts", wanted.MaximumRetryAttempts, 0, 2, "times");
        Range("MaximumEventAge", wanted.MaximumEventAge, 60, 21600, "s");
        OneOf("Architecture", wanted.Architecture, "x86_64", "arm64");
        Check(wanted.Options);
        Check(wanted.RoleOptions);
    }

    /// <summary>Checks what was given together with what is there.</summary>
    /// <exception cref="StageException">Parts that need one another are apart.</exception>
    public static void CheckTogether(WantedFunction wanted, FunctionSettings settings)
    {
        FunctionOptions given = wanted.Options;
        if ((given.SubnetIds is not null || given.SecurityGroupIds is not null) && settings.SubnetIds.Count == 0 != (settings.SecurityGroupIds.Count == 0))
        {
            throw AwsErrors.NetworkIncomplete(wanted.FunctionName, settings.SubnetIds.Count == 0 ? "SubnetId" : "SecurityGroupId");
        }

        if ((given.ApplicationLogLevel ?? given.SystemLogLevel) is { } level && settings.LogFormat != FunctionSettings.JsonLogFormat)
        {
            throw AwsErrors.LogLevelNeedsJson(wanted.FunctionName, level);
        }
    }

    private static void Check(FunctionOptions given)
    {
        Range("EphemeralStorage", given.EphemeralStorage, 512, 10240, "MB");
        Form("KmsKeyArn", given.KmsKeyArn is "" ? null : given.KmsKeyArn, KeyArn(), "a KMS key's ARN");
        Each("SubnetId", given.SubnetIds, 16, SubnetId(), "ids of subnets (subnet-…)");
        Each("SecurityGroupId", given.SecurityGroupIds, 5, SecurityGroupId(), "ids of security groups (sg-…)");
        Each("Layer", given.Layers, 5, LayerArn(), "ARNs of layer versions (arn:…:layer:name:1)");
        OneOf("TracingMode", given.TracingMode, "Active", FunctionSettings.DefaultTracing);
        OneOf("LogFormat", given.LogFormat, FunctionSettings.DefaultLogFormat, FunctionSettings.JsonLogFormat);
        OneOf("ApplicationLogLevel", given.ApplicationLogLevel, "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
        OneOf("SystemLogLevel", given.SystemLogLevel, "DEBUG", "INFO", "WARN");
        Form("LogGroup", given.LogGroup, LogGroup(), "1 to 512 letters, digits and characters of _-/.#");
        Range("ReservedConcurrency", given.ReservedConcurrency, AttributesPlan.Unreserved, int.MaxValue, "executions (-1: none are reserved)");
        if (given.LogRetentionDays is { } days && !RetentionDays.Contains(days))
        {
            throw AwsErrors.SettingNotValid("LogRetentionDays", Text(days), string.Join(", ", RetentionDays.Select(Text)) + " days (0: for ever)");
        }

        foreach ((string name, string? value) in given.Tags)
        {
            if (name.Length is 0 or > 128 || value?.Length > 256 || name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)
                || !TagText().IsMatch(name) || !TagText().IsMatch(value ?? ""))
            {
                throw AwsErrors.SettingNotValid(
                    "Tag", name, "names of up to 128 and values of up to 256 letters, digits, spaces and characters of _.:/=+-@, not beginning with 'aws:'");
            }

            if (name.StartsWith(OwnTags.Prefix, StringComparison.Ordinal))
            {
                throw AwsErrors.SettingNotValid("Tag", name, $"no tags that begin with '{OwnTags.Prefix}': by those this module knows what it made");
            }
        }
    }

    private static void Check(ExecutionRoleOptions given)
    {
        Form("RolePath", given.Path, RolePath(), "a path that begins and ends with a slash");
        Form("PermissionsBoundary", given.PermissionsBoundary, PolicyArn(), "a policy's ARN");
        Each("ExecutionPolicyArn", given.PolicyArns, 20, PolicyArn(), "ARNs of policies");
        if (given.PolicyDocument is not null && PolicyDocument.Statements(PolicyDocument.Read(given.PolicyDocument)).Count == 0)
        {
            throw AwsErrors.SettingNotValid("ExecutionPolicyDocument", Shorten(given.PolicyDocument), "a JSON policy document with statements");
        }
    }

    private static void Range(string setting, int? value, int least, int most, string unit)
    {
        if (value < least || value > most)
        {
            string allowed = most == int.MaxValue ? $"{Text(least)} and more" : $"{Text(least)} to {Text(most)}";
            throw AwsErrors.SettingNotValid(setting, Text(value.Value), $"{allowed} {unit}");
        }
    }

    private static void OneOf(string setting, string? value, params string[] allowed)
    {
        if (value is not null && !allowed.Contains(value))
        {
            throw AwsErrors.SettingNotValid(setting, value, string.Join(", ", allowed[..^1]) + " and " + allowed[^1]);
        }
    }

    private static void Form(string setting, string? value, Regex form, string allowed)
    {
        if (value is not null && !form.IsMatch(value))
        {
            throw AwsErrors.SettingNotValid(setting, value, allowed);
        }
    }

    private static void Each(string setting, IReadOnlyList<string>? values, int most, Regex form, string allowed)
    {
        foreach (string value in values ?? [])
        {
            Form(setting, value, form, allowed);
        }

        if (values?.Count > most)
        {
            throw AwsErrors.SettingNotValid(setting, string.Join(", ", values), $"{Text(most)} at most");
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    [GeneratedRegex(@"^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:(key|alias)/.+\z", RegexOptions.CultureInvariant)]
    private static partial Regex KeyArn();

    [GeneratedRegex(@"^subnet-[0-9a-z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex SubnetId();

    [GeneratedRegex(@"^sg-[0-9a-zA-Z]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex SecurityGroupId();

    [GeneratedRegex(@"^arn:aws[a-z-]*:lambda:[a-z0-9-]+:[0-9]{12}:layer:[a-zA-Z0-9_-]+:[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex LayerArn();

    [GeneratedRegex(@"^[.\-_/#A-Za-z0-9]{1,512}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LogGroup();

    [GeneratedRegex(@"^/(?:[\x21-\x2e\x30-\x7e]+/)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex RolePath();

    [GeneratedRegex(@"^arn:aws[a-z-]*:iam::(aws|[0-9]{12}):policy/.+\z", RegexOptions.CultureInvariant)]
    private static partial Regex PolicyArn();

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagText();
}
