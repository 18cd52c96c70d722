using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>What the worker controller's words mean, and what helps.</summary>
public static class ControllerExplanation
{
    /// <summary>
    /// The last failure of a version's controller, or null where it has had the function invoked since, or never failed. That somebody asked
    /// it to validate, and it found something wrong, is no failure to work.
    /// </summary>
    public static StageException? Of(VersionDescription version, TemporalConnection connection)
    {
        if (version.LastFailure is not { } words || version.LastFailedActivity?.Contains("Validat", StringComparison.Ordinal) == true || version.LastFailureTime <= version.LastInvocationTime)
        {
            return null;
        }

        WantedVersion stored = new(version.DeploymentName, version.BuildId, "", version.QualifiedArn ?? "", version.InvokeRoleArn, version.ExternalId);
        RpcException failure = new(RpcException.StatusCode.InvalidArgument, words, null);
        return ComputeRefusal.From(failure, evidence: null, stored, connection.Address, connection.Namespace).Error;
    }
}
