using System.Text;
using System.Text.RegularExpressions;
using Amazon.SimpleSystemsManagement.Model;
using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Iam;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Logs;

namespace TemporalLambda.Aws.Tests.Faults;

/// <summary>Everything that a function's deployment and grant made, as text that is the same for the same state of another function.</summary>
internal static partial class AwsSnapshot
{
    public static async Task<string> TakeAsync(AwsSession session, string functionName, CancellationToken cancellationToken)
    {
        StringBuilder text = new();
        FunctionDescription function = await session.Lambda.GetFunctionAsync(functionName, null, cancellationToken);
        text.AppendLine($"tags {Map(function.Tags)} concurrency {function.Concurrency?.ReservedConcurrentExecutions}");
        foreach (FunctionConfiguration version in await session.Lambda.ListVersionsByFunctionAsync(functionName, cancellationToken))
        {
            FunctionSettings settings = FunctionSettings.Of(version);
            text.AppendLine($"version {version.Version} '{version.Description}' {settings with { Variables = new Dictionary<string, string>() }} "
                + $"{string.Join(',', settings.SubnetIds)} {string.Join(',', settings.SecurityGroupIds)} {Map(settings.Variables)}");
            string? qualifier = version.Version == "$LATEST" ? null : version.Version;
            text.AppendLine($"{await session.Lambda.GetFunctionEventInvokeConfigAsync(functionName, qualifier, cancellationToken).OrNull()}");
        }

        foreach (string name in new[] { RoleName.ForExecution(functionName), RoleName.ForInvocation(functionName) })
        {
            await AddRoleAsync(text, session, name, cancellationToken);
        }

        foreach (LogGroup group in await session.Logs.DescribeLogGroupsAsync("/aws/lambda/" + functionName, cancellationToken))
        {
            text.AppendLine($"{group}");
        }

        GetParameterResponse? parameter = await session.Parameters.GetParameterAsync(
            new GetParameterRequest { Name = $"/temporal-lambda/{functionName}/api-key", WithDecryption = true }, cancellationToken).OrNull();
        text.AppendLine($"parameter {parameter?.Parameter.Value} {parameter?.Parameter.Version}");
        string all = KeyStatement().Replace(text.ToString().Replace(functionName, "NAME", StringComparison.Ordinal), "ParameterKey");
        return ExternalId().Replace(all, "$1EXTERNAL-ID");
    }

    private static async Task AddRoleAsync(StringBuilder text, AwsSession session, string name, CancellationToken cancellationToken)
    {
        Role role = await session.Iam.GetRoleAsync(name, cancellationToken);
        text.AppendLine($"role {role.Arn} {role.AssumeRolePolicyDocument} {role.PermissionsBoundary} {Map(role.Tags)}");
        foreach (string policy in (await session.Iam.ListRolePoliciesAsync(name, cancellationToken)).Order())
        {
            text.AppendLine($"policy {policy} {await session.Iam.GetRolePolicyAsync(name, policy, cancellationToken)}");
        }

        text.AppendLine($"attached {string.Join(' ', (await session.Iam.ListAttachedRolePoliciesAsync(name, cancellationToken)).Order())}");
    }

    private static string Map(IReadOnlyDictionary<string, string>? map) =>
        string.Join(' ', (map ?? new Dictionary<string, string>()).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={e.Value}"));

    // Named by the parameter, and so by the function.
    [GeneratedRegex("ParameterKey[0-9A-F]{8}")]
    private static partial Regex KeyStatement();

    [GeneratedRegex("(\"sts:ExternalId\":\\s*\\[?\\s*\")[^\"]+")]
    private static partial Regex ExternalId();
}
