using System.Reflection;
using TemporalLambda.Aws;
using TemporalLambda.Cmdlets.Errors;
using TemporalLambda.DevServer;
using TemporalLambda.Packaging;
using TemporalLambda.Runtime;
using TemporalLambda.Runtime.Hosting;
using TemporalLambda.Temporal;

namespace TemporalLambda.Architecture.Tests;

/// <summary>Who may know whom.</summary>
public class ReferenceTests
{
    private static readonly Assembly Cmdlets = typeof(CmdletErrors).Assembly;

    public static TheoryData<Type, string[]> Layers => new()
    {
        { typeof(StageException), [] },
        { typeof(AwsErrors), ["Core"] },
        { typeof(PackagingErrors), ["Core"] },
        { typeof(TemporalErrors), ["Core"] },
        { typeof(DevServerErrors), ["Core"] },
        { typeof(TemporalLambdaWorker), [] },
        { typeof(LambdaWorkerServiceCollectionExtensions), ["Runtime"] },
        { typeof(CmdletErrors), ["Aws", "Core", "Packaging", "Temporal"] },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_knows_only_the_layers_below(Type member, string[] below) => Assert.Empty(
        References(member.Assembly).Where(r => r.StartsWith("TemporalLambda.", StringComparison.Ordinal)).Except(below.Select(b => "TemporalLambda." + b)));

    [Fact]
    public void No_library_below_the_cmdlets_knows_PowerShell() => Assert.All(
        new[] { typeof(StageException), typeof(AwsErrors), typeof(PackagingErrors), typeof(TemporalErrors), typeof(TemporalLambdaWorker) },
        type => Assert.DoesNotContain("System.Management.Automation", References(type.Assembly)));

    [Fact]
    public void No_type_of_a_dependency_is_a_parameter_or_a_property_of_a_record()
    {
        string[] foreign = ["Temporalio", "AWSSDK.Core", "Google.Protobuf", "NexusRpc"];
        IEnumerable<PropertyInfo> visible = Cmdlets.GetExportedTypes().SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance));
        Assert.DoesNotContain(visible, p => foreign.Contains(p.PropertyType.Assembly.GetName().Name));
    }

    private static HashSet<string> References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(a => a.Name!)];
}
