using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>What any call to a connected service can meet, whatever it is about.</summary>
internal static class CallFailure
{
    /// <summary>The failure as a <see cref="StageException"/>, or <paramref name="e"/> itself where only the caller knows what it means.</summary>
    public static Exception Explain(RpcException e, string what, TemporalConnection connection) => e.Code switch
    {
        RpcException.StatusCode.Unauthenticated => TemporalErrors.IdentityRefused(connection.Address, e.Message, e),
        RpcException.StatusCode.PermissionDenied => TemporalErrors.PermissionDenied(what, connection.Namespace, e.Message, e),
        RpcException.StatusCode.Unavailable => TemporalErrors.ConnectionLost(connection.Address, what, e.Message, e),
        RpcException.StatusCode.DeadlineExceeded => TemporalErrors.CallTimedOut(connection.Address, what, e),
        RpcException.StatusCode.Unimplemented => TemporalErrors.CallUnknown(connection.Address, connection.ServerVersion, what, e),
        RpcException.StatusCode.ResourceExhausted when e.Message.Contains("rate limit", StringComparison.OrdinalIgnoreCase) =>
            TemporalErrors.RateLimited(connection.Namespace, what, e.Message, e),
        RpcException.StatusCode.NotFound when NamespaceIsMissing(e) => TemporalErrors.NamespaceNotFound(connection.Namespace, connection.Address, e),
        _ => e,
    };

    public static bool NamespaceIsMissing(RpcException e) =>
        e.Code == RpcException.StatusCode.NotFound && e.Message.Contains("amespace", StringComparison.Ordinal);
}
