using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>
/// Why the server did not take a compute configuration. The words are those of servers 1.31 and 1.32, which differ; the status code is
/// nearly always InvalidArgument.
/// </summary>
/// <param name="Error">The failure for people.</param>
/// <param name="MayPass">It may go away by itself within seconds, as a new role does that has not reached every AWS server yet.</param>
internal sealed record ComputeRefusal(StageException Error, bool MayPass)
{
    /// <summary>The server's default limit of worker controllers in a namespace, the one of all its limits that binds first.</summary>
    public const int DefaultControllerLimit = 100;

    /// <param name="e">The server's answer.</param>
    /// <param name="evidence">What the worker controller knows about an answer that tells nothing; null for any other.</param>
    /// <param name="wanted">The version.</param>
    /// <param name="address">The server.</param>
    /// <param name="namespace">The namespace.</param>
    public static ComputeRefusal From(RpcException e, ControllerEvidence? evidence, WantedVersion wanted, string address, string @namespace)
    {
        string text = evidence?.LastFailure ?? e.Message;
        string role = wanted.InvokeRoleArn ?? "(none)";
        bool denied = Has(text, "AccessDenied");
        return text switch
        {
            _ when e.Code == RpcException.StatusCode.ResourceExhausted => new(TemporalErrors.LimitReached(@namespace, text, e), false),
            _ when Has(text, "Could not instantiate compute provider") || Has(text, "not enabled") =>
                new(TemporalErrors.ComputeProviderNotEnabled(address, text, e), false),
            _ when (Has(text, "external ID") && Has(text, "does not require")) || Has(text, "does not enforce ExternalID") => new(TemporalErrors.ExternalIdNotEnforced(role, e), false),
            _ when Has(text, "to be configured") => new(TemporalErrors.InvokeRoleRequired(wanted.FunctionArn, text, e), false),
            _ when Has(text, "failed to assume role") && denied => new(TemporalErrors.RoleNotAssumable(role, text, e), true),
            _ when Has(text, "failed to assume role") => new(TemporalErrors.ServerIdentityMissing(address, text, e), false),
            _ when Has(text, "GetFunction") && Has(text, "ResourceNotFound") => new(TemporalErrors.FunctionNotFound(wanted.FunctionArn, role, e), false),
            _ when Has(text, "GetFunction") && denied => new(TemporalErrors.FunctionAccessDenied("lambda:GetFunction", wanted.FunctionArn, role, e), true),
            _ when Has(text, "failed to invoke lambda") && denied =>
                new(TemporalErrors.FunctionAccessDenied("lambda:InvokeFunction", wanted.FunctionArn, role, e), true),
            _ when Has(text, "failed to invoke lambda") => new(TemporalErrors.InvocationFailed(wanted.FunctionArn, text, e), false),
            _ when e.Code == RpcException.StatusCode.Internal && evidence?.RunningControllers >= DefaultControllerLimit => new(
                TemporalErrors.LimitReached(
                    @namespace,
                    $"{evidence.RunningControllers} worker controllers run in it, one for each version with a provider, and for five minutes more for each that was removed",
                    e),
                false),
            _ when e.Code == RpcException.StatusCode.Internal => new(TemporalErrors.ServerFailed(address, wanted.DeploymentName, wanted.BuildId, text, e), true),
            _ => new(TemporalErrors.VersionRefused(wanted.DeploymentName, wanted.BuildId, text, e), false),
        };
    }

    private static bool Has(string text, string words) => text.Contains(words, StringComparison.OrdinalIgnoreCase);
}
