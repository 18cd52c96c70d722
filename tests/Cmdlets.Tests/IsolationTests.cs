using System.Diagnostics;
using System.Runtime.Loader;
using Amazon.Runtime;
using Google.Protobuf.WellKnownTypes;
using TemporalLambda.Cmdlets.Tests.Engine;

namespace TemporalLambda.Cmdlets.Tests;

[Collection(nameof(FakeAws))]
public sealed class IsolationTests(FakeAws aws)
{
    [Fact]
    public async Task A_process_that_has_loaded_other_versions_of_the_dependencies_uses_both_sides()
    {
        // This process's own, first.
        Assert.Equal("key", new BasicAWSCredentials("key", "secret").GetCredentials().AccessKey);
        Assert.Equal(2, Duration.FromTimeSpan(TimeSpan.FromSeconds(2)).Seconds);

        // Then the module's: AWSSDK.Core makes signed calls, Temporalio with its native core and Protobuf tries to connect.
        using var engine = new ModuleEngine();
        string url = await aws.UseAsync();
        IReadOnlyList<AwsCall> calls = await aws.CallsOfAsync(() => Task.FromResult(engine.Run($$"""
            Grant-TemporalInvoke -FunctionArn arn:aws:lambda:eu-central-1:123456789012:function:apart `
                -TemporalPrincipalArn arn:aws:iam::123456789012:role/server `
                -EndpointUrl {{url}} -Region eu-central-1 -AccessKey {{FakeAws.Key}} -SecretKey {{FakeAws.Key}}
            """).AssertNoErrors()));
        Assert.NotEmpty(calls);
        engine.Run("Connect-TemporalService -Address 127.0.0.1:1").AssertError("TemporalServerUnreachable");

        // And this process's own again.
        Assert.Equal(3, Duration.FromTimeSpan(TimeSpan.FromSeconds(3)).Seconds);
        Assert.Equal(["AWSSDK.Core", "Google.Protobuf"], new[] { "AWSSDK.Core", "Google.Protobuf" }.Where(name => Versions(name).Distinct().Count() == 2));
    }

    // The file versions of an assembly of this name in the default context and in the module's.
    private static IEnumerable<string?> Versions(string name) =>
        from context in AssemblyLoadContext.All
        where context == AssemblyLoadContext.Default || context.Name == "TemporalLambda"
        from assembly in context.Assemblies
        where assembly.GetName().Name == name
        select FileVersionInfo.GetVersionInfo(assembly.Location).FileVersion;
}
