using Temporalio.Client;
using Temporalio.Exceptions;

namespace TemporalLambda.Temporal;

/// <summary>Why a connection was not made. Temporal's core tells it only as text.</summary>
internal static class ConnectFailure
{
    private static readonly string[] TlsWords = ["certificate", "tls", "InvalidContentType", "UnknownIssuer", "HandshakeFailure", "NativeCertsNotFound", "PrivateKey", "BadCertificate"];

    public static StageException Explain(Exception e, string address, TemporalClientConnectOptions connect, TimeSpan timeout)
    {
        // Reduced to words, because the text may quote what was sent.
        string text = Scrubbed(e.Message, connect.ApiKey);
        return e switch
        {
            OperationCanceledException => TemporalErrors.ServerUnreachable(address, $"it did not answer within {timeout.TotalSeconds:0.#} s", null),
            RpcException rpc when CallFailure.NamespaceIsMissing(rpc) => TemporalErrors.NamespaceNotFound(connect.Namespace, address, e),
            RpcException { Code: RpcException.StatusCode.Unauthenticated } => Refused(address, connect, text),
            RpcException { Code: RpcException.StatusCode.PermissionDenied } => TemporalErrors.PermissionDenied("connecting", connect.Namespace, text, null),
            RpcException { Code: RpcException.StatusCode.DeadlineExceeded } =>
                TemporalErrors.ServerUnreachable(address, $"it did not answer within {timeout.TotalSeconds:0.#} s", null),
            _ when Has(text, "Unauthenticated") => Refused(address, connect, text),
            _ when Has(text, "PermissionDenied") => TemporalErrors.PermissionDenied("connecting", connect.Namespace, Reason(text), null),
            _ when Array.Exists(TlsWords, word => Has(text, word)) => TemporalErrors.TlsFailed(address, Reason(text), null),

            // A server that misses a client certificate may just cut the connection, which then is all that is known.
            _ when connect.Tls is { Disabled: false } && !Has(text, "tcp connect error") && !Has(text, "dns error") =>
                TemporalErrors.TlsFailed(address, Reason(text), null),
            _ => TemporalErrors.ServerUnreachable(address, Reason(text), null),
        };
    }

    private static StageException Refused(string address, TemporalClientConnectOptions connect, string text) =>
        connect.ApiKey is null ? TemporalErrors.IdentityRefused(address, Reason(text), null) : TemporalErrors.ApiKeyRefused(address, Reason(text), null);

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static string Scrubbed(string text, string? secret) =>
        string.IsNullOrEmpty(secret) ? text : text.Replace(secret, "(secret)", StringComparison.Ordinal);

    // The core prints its whole chain of wrappers; the innermost quoted message is the one for people.
    private static string Reason(string text)
    {
        foreach (string mark in (string[])["message: \"", "InvalidCertificate(", "AlertReceived("])
        {
            int found = text.LastIndexOf(mark, StringComparison.Ordinal);
            if (found >= 0)
            {
                string rest = text[(found + mark.Length)..];
                int end = rest.IndexOfAny(['"', ')']);
                return (end > 0 ? rest[..end] : rest).Trim();
            }
        }

        return text.Trim();
    }
}
