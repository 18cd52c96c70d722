using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace TemporalLambda.PlantedFaults.Tests;

/// <summary>What a service says in a situation that the sandbox is never in.</summary>
/// <param name="WriteAsync">Writes the answer.</param>
public sealed record PlannedAnswer(Func<HttpResponse, Task> WriteAsync)
{
    private const string PermissionDenied = "7";

    /// <summary>AWS answers with this JSON.</summary>
    public static PlannedAnswer Json(string body) => new(response =>
    {
        response.ContentType = "application/json";
        return response.WriteAsync(body);
    });

    /// <summary>AWS denies an action, in its own words.</summary>
    public static PlannedAnswer Denied(string action) => new(response =>
    {
        string message = $"User: arn:aws:iam::123456789012:user/somebody is not authorized to perform: {action} because no identity-based policy allows the {action} action";
        bool isXml = action.Split(':')[0] is "iam" or "sts";
        response.StatusCode = 403;
        response.ContentType = isXml ? "text/xml" : "application/json";
        response.Headers["x-amzn-ErrorType"] = "AccessDeniedException";
        return response.WriteAsync(isXml
            ? $"<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>"
            : $$"""{"__type":"AccessDeniedException","message":"{{message}}"}""");
    });

    /// <summary>Temporal answers with this message, but for some words that others of the same length stand for.</summary>
    public static PlannedAnswer Message(IMessage message, string words, string instead) => new(async response =>
    {
        byte[] body = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(message.ToByteArray()).Replace(words, instead, StringComparison.Ordinal));
        byte[] frame = new byte[5 + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), body.Length);
        body.CopyTo(frame, 5);
        response.ContentType = "application/grpc";
        response.DeclareTrailer("grpc-status");
        await response.Body.WriteAsync(frame);
        response.AppendTrailer("grpc-status", "0");
    });

    /// <summary>Temporal denies a call.</summary>
    public static PlannedAnswer DeniedByTemporal() => new(response =>
    {
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = PermissionDenied;
        response.Headers["grpc-message"] = "Request unauthorized.";
        return Task.CompletedTask;
    });
}
