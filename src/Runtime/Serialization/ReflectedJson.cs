using System.Diagnostics.CodeAnalysis;

namespace TemporalLambda.Runtime.Serialization;

/// <summary>
/// What Temporalio (1.21) itself reads and writes as JSON by reflection: the connection's configuration and Nexus operation tokens. Native
/// code keeps of a type only what it is told to.
/// </summary>
internal static class ReflectedJson
{
    /// <summary>Does nothing: that it is called keeps the types.</summary>
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, "Temporalio.Bridge.EnvConfig.ProfileJson", "Temporalio")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, "Temporalio.Bridge.EnvConfig.TlsJson", "Temporalio")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, "Temporalio.Bridge.EnvConfig.DataSourceJson", "Temporalio")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, "Temporalio.Nexus.NexusWorkflowRunHandle.OperationToken", "Temporalio")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, "Temporalio.Nexus.NexusWorkflowRunHandle.TokenTypeOnly", "Temporalio")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, "Temporalio.Nexus.NexusActivityExecutionToken.Token", "Temporalio")]
    [DynamicDependency(DynamicallyAccessedMemberTypes.All, "NexusRpc.FailureInfo", "NexusRpc")]
    public static void Keep()
    {
    }
}
