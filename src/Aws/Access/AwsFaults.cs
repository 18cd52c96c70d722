using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using TemporalLambda.Aws.Access;

namespace TemporalLambda.Aws;

/// <summary>What kind of failure a call had. Error codes and status codes of AWS become these here and are known nowhere above.</summary>
public enum AwsFault
{
    /// <summary>No call failed: the error is about something else.</summary>
    None,

    /// <summary>What the call named does not exist.</summary>
    NotFound,

    /// <summary>Something else has the name, or another change is under way.</summary>
    Conflict,

    /// <summary>The identity may not do it.</summary>
    AccessDenied,

    /// <summary>The keys or their session are no longer good.</summary>
    ExpiredCredentials,

    /// <summary>Too many calls; still so after the SDK's retries.</summary>
    Throttled,

    /// <summary>A quota of the account.</summary>
    LimitExceeded,

    /// <summary>AWS says that the request itself is wrong.</summary>
    Invalid,

    /// <summary>AWS failed, and failed again after the SDK's retries.</summary>
    ServiceFailed,

    /// <summary>No answer: the name does not resolve, nothing listens, or the connection ended.</summary>
    NoConnection,

    /// <summary>No answer within the time limit.</summary>
    TimedOut,
}

/// <summary>The failures of calls, as kinds.</summary>
public static class AwsFaults
{
    private const string DataKey = "TemporalLambda.AwsFault";

    /// <summary>What kind of failed call an error tells of.</summary>
    public static AwsFault Fault(this StageException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.InnerException is { } cause && error.Data[DataKey] is AwsFault ? Classify(cause) : AwsFault.None;
    }

    /// <summary>Whether the error tells of a call that failed in this way.</summary>
    public static bool Is(this StageException error, AwsFault fault) => error.Fault() == fault;

    /// <summary>AWS's own words for the failure, without ours; empty where no call failed.</summary>
    public static string AwsMessage(this StageException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.Fault() == AwsFault.None ? "" : error.InnerException!.Message;
    }

    /// <summary>The answer, or null where what the call named does not exist.</summary>
    public static async Task<T?> OrNull<T>(this Task<T> call)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            return await call;
        }
        catch (StageException e) when (e.Is(AwsFault.NotFound))
        {
            return null;
        }
    }

    /// <summary>The error of a failed call.</summary>
    internal static StageException From(Exception cause, string service, string operation, string target, string? renewCommand)
    {
        if (cause is StageException known)
        {
            return known;
        }

        target = target.Length == 0 ? "the account" : target;
        string reason = cause.Message.Trim().TrimEnd('.');
        string code = (cause as AmazonServiceException)?.ErrorCode ?? cause.GetType().Name;
        StageException error = KnownFailures.Explain(cause, service, operation, target) ?? Classify(cause) switch
        {
            AwsFault.NotFound => AwsErrors.ResourceNotFound(service, operation, target, reason, cause),
            AwsFault.Conflict => AwsErrors.ResourceConflict(service, operation, target, reason, cause),
            AwsFault.AccessDenied => AwsErrors.AccessDenied($"{service}:{operation}", target, null, reason, cause),
            AwsFault.ExpiredCredentials => AwsErrors.CredentialsExpired(service, operation, renewCommand, reason, cause),
            AwsFault.Throttled => AwsErrors.Throttled(service, operation, target, cause),
            AwsFault.LimitExceeded => AwsErrors.LimitExceeded(service, operation, target, reason, cause),
            AwsFault.ServiceFailed => AwsErrors.ServiceFailed(service, operation, target, code, reason, cause),
            AwsFault.NoConnection => AwsErrors.ServiceNotReached(service, operation, reason, cause),
            AwsFault.TimedOut => AwsErrors.ServiceTimedOut(service, operation, target, cause),
            _ => AwsErrors.RequestRefused(service, operation, target, code, reason, cause),
        };
        error.Data[DataKey] = Classify(cause);
        return error;
    }

    private static AwsFault Classify(Exception cause) => cause switch
    {
        AmazonServiceException { ErrorCode.Length: > 0 } refused => ByCode(refused),

        // A session that was good when it was opened and can not be refreshed any more.
        AmazonClientException { Message: var message } when message.Contains("SSO Token", StringComparison.OrdinalIgnoreCase)
            => AwsFault.ExpiredCredentials,
        TimeoutException or OperationCanceledException => AwsFault.TimedOut,
        AmazonServiceException or HttpRequestException or IOException or SocketException => AwsFault.NoConnection,
        { InnerException: { } inner } => Classify(inner),
        _ => AwsFault.Invalid,
    };

    private static AwsFault ByCode(AmazonServiceException refused) => refused.ErrorCode switch
    {
        "ResourceNotFoundException" or "NoSuchEntity" or "ParameterNotFound" => AwsFault.NotFound,
        "ResourceConflictException" or "ResourceAlreadyExistsException" or "ParameterAlreadyExists" or "EntityAlreadyExists" or "AlreadyExistsException" or "ConcurrentModification" or "DeleteConflict" or "PreconditionFailedException"
            or "EntityTemporarilyUnmodifiable" or "OperationAbortedException" or "OperationInProgressException" or "TooManyUpdates"
            => AwsFault.Conflict,
        "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "NotAuthorized" => AwsFault.AccessDenied,
        "ExpiredToken" or "ExpiredTokenException" or "InvalidClientTokenId" or "UnrecognizedClientException" or "InvalidSignatureException"
            or "SignatureDoesNotMatch" or "RequestExpired" or "RequestTimeTooSkewed" or "InvalidAccessKeyId" or "InvalidToken" or "AuthFailure"
            or "MissingAuthenticationToken" or "IncompleteSignature" => AwsFault.ExpiredCredentials,
        "Throttling" or "ThrottlingException" or "TooManyRequestsException" or "RequestLimitExceeded" or "RequestThrottled" or "SlowDown"
            => AwsFault.Throttled,
        "LimitExceeded" or "LimitExceededException" or "CodeStorageExceededException" or "SubnetIPAddressLimitReachedException"
            or "ENILimitReachedException" or "ParameterLimitExceeded" or "ParameterMaxVersionLimitExceeded" or "ServiceQuotaExceededException" => AwsFault.LimitExceeded,
        _ => refused.StatusCode switch
        {
            HttpStatusCode.NotFound => AwsFault.NotFound,
            HttpStatusCode.Forbidden => AwsFault.AccessDenied,
            HttpStatusCode.TooManyRequests => AwsFault.Throttled,
            >= HttpStatusCode.InternalServerError => AwsFault.ServiceFailed,
            _ => AwsFault.Invalid,
        },
    };
}
