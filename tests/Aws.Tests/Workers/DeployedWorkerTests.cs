using TemporalLambda.Aws.Functions;
using TemporalLambda.Aws.Lambda;
using TemporalLambda.Aws.Workers;

namespace TemporalLambda.Aws.Tests.Workers;

public class DeployedWorkerTests
{
    private const string Arn = "arn:aws:lambda:eu-central-1:123456789012:function:worker";

    public static TheoryData<string, string[]> Situations => new()
    {
        { "nothing is published", ["shop b1 orders code:- $LATEST " + Arn] },
        { "one version", ["shop b1 orders code:f1 1 " + Arn + ":1"] },
        { "two builds", ["shop b2 orders code:f2 10 " + Arn + ":10", "shop b1 orders code:f1 9 " + Arn + ":9"] },
        { "two versions of a build", ["shop b1 orders code:f1 2 " + Arn + ":2"] },
        { "a version that another published", ["shop b1 orders code:- 3 " + Arn + ":3"] },
        { "a function that is no worker", ["tagged - - code:- $LATEST " + Arn] },
    };

    [Theory]
    [MemberData(nameof(Situations))]
    public void Builds_are_the_newest_version_of_each(string situation, string[] expected)
    {
        FunctionConfiguration latest = Version("$LATEST", "b1", null);
        (FunctionConfiguration Latest, FunctionConfiguration[] Versions) found = situation switch
        {
            "nothing is published" => (latest, []),
            "one version" => (latest, [Version("1", "b1", "f1")]),
            "two builds" => (latest, [Version("9", "b1", "f1"), Version("10", "b2", "f2")]),
            "two versions of a build" => (latest, [Version("1", "b1", "f1"), Version("2", "b1", "f1")]),
            "a version that another published" => (latest, [Version("3", "b1", null)]),
            "a function that is no worker" => (latest with { Environment = null }, []),
            _ => throw new ArgumentOutOfRangeException(nameof(situation)),
        };

        IReadOnlyList<DeployedWorker> builds = DeployedWorker.BuildsOf(
            found.Latest, [latest, .. found.Versions], new Dictionary<string, string> { [OwnTags.Deployment] = "tagged" });

        Assert.Equal(expected, builds.Select(
            b => $"{b.DeploymentName} {b.BuildId ?? "-"} {b.TaskQueue ?? "-"} code:{b.Fingerprint ?? "-"} {b.Version.Version} {b.QualifiedArn}"));
    }

    private static FunctionConfiguration Version(string version, string buildId, string? fingerprint) => new()
    {
        FunctionName = "worker",
        FunctionArn = version == "$LATEST" ? Arn : $"{Arn}:{version}",
        Version = version,
        Description = fingerprint is null ? "theirs" : VersionNote.For(buildId, fingerprint).ToString(),
        Environment = new FunctionEnvironment(new Dictionary<string, string>
        {
            [FunctionVariables.DeploymentName] = "shop", [FunctionVariables.BuildId] = buildId, [FunctionVariables.TaskQueue] = "orders",
        }),
    };
}
