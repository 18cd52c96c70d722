using TemporalLambda.Sandbox.Policies;

namespace TemporalLambda.Sandbox.Iam;

/// <summary>
/// AWS's managed policies that concern functions and logs, with the actions that AWS publishes for them (November 2026). The others
/// may be attached as well: what they allow is nothing that is played here.
/// </summary>
internal static class AwsManagedPolicies
{
    private const string Prefix = "arn:aws:iam::aws:policy/";
    private const string WriteLogs = "\"logs:CreateLogGroup\",\"logs:CreateLogStream\",\"logs:PutLogEvents\"";
    private const string NetworkInterfaces = "\"ec2:CreateNetworkInterface\",\"ec2:DescribeNetworkInterfaces\",\"ec2:DescribeSubnets\","
        + "\"ec2:DeleteNetworkInterface\",\"ec2:AssignPrivateIpAddresses\",\"ec2:UnassignPrivateIpAddresses\"";

    /// <summary>The policies by ARN.</summary>
    public static Dictionary<string, ManagedPolicy> All() => new[]
    {
        Policy("service-role/AWSLambdaBasicExecutionRole", WriteLogs),
        Policy("service-role/AWSLambdaVPCAccessExecutionRole", $"{WriteLogs},{NetworkInterfaces}"),
        Policy("AWSXRayDaemonWriteAccess", "\"xray:PutTraceSegments\",\"xray:PutTelemetryRecords\",\"xray:GetSamplingRules\","
            + "\"xray:GetSamplingTargets\",\"xray:GetSamplingStatisticSummaries\""),
        Policy("AWSLambda_FullAccess", "\"lambda:*\",\"logs:*\",\"iam:GetPolicy\",\"iam:GetRole\",\"iam:GetRolePolicy\",\"iam:ListRoles\","
            + "\"iam:ListAttachedRolePolicies\",\"iam:ListRolePolicies\",\"iam:PassRole\""),
        Policy("AWSLambdaExecute", WriteLogs + ",\"s3:GetObject\",\"s3:PutObject\""),
        Policy("service-role/AWSLambdaRole", "\"lambda:InvokeFunction\""),
        Policy("CloudWatchLogsFullAccess", "\"logs:*\""),
        Policy("AdministratorAccess", "\"*\""),
    }.ToDictionary(policy => policy.Arn);

    /// <summary>An AWS managed policy that is not in the list.</summary>
    public static ManagedPolicy? Other(string arn) => arn.StartsWith(Prefix, StringComparison.Ordinal) && arn.Length > Prefix.Length
        ? Policy(arn[Prefix.Length..], "\"none:None\"") : null;

    private static ManagedPolicy Policy(string pathAndName, string actions)
    {
        string json = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[{{actions}}],"Resource":"*"}]}""";
        int slash = pathAndName.LastIndexOf('/');
        return new ManagedPolicy(
            Prefix + pathAndName, pathAndName[(slash + 1)..], "/" + pathAndName[..(slash + 1)],
            "ANPAJNCQGXC42545SKXIK", new DateTimeOffset(2015, 4, 9, 15, 3, 43, TimeSpan.Zero),
            new WrittenPolicy(json, PolicyParser.ParseIdentity(json)));
    }
}
