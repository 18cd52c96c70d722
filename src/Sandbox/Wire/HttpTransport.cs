using Microsoft.AspNetCore.Http.Features;

namespace TemporalLambda.Sandbox.Wire;

/// <summary>Between the web server and the dispatcher: reads a request in its raw form, writes an answer.</summary>
internal static class HttpTransport
{
    /// <summary>Reads the whole request.</summary>
    public static async Task<HttpMessage> ReadAsync(HttpContext context)
    {
        string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        // A proxy's form of the target has the address in front.
        string local = target.StartsWith('/') ? target : context.Request.Path + context.Request.QueryString.ToString();
        int question = local.IndexOf('?', StringComparison.Ordinal);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new HttpMessage(
            context.Request.Method, question < 0 ? local : local[..question], question < 0 ? "" : local[(question + 1)..],
            headers, await BodyAsync(context.Request, context.RequestAborted));
    }

    /// <summary>Writes the whole answer.</summary>
    public static async Task WriteAsync(HttpContext context, AwsResponse answer, string requestId)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.Headers["x-amzn-RequestId"] = requestId;
        foreach (var (name, value) in answer.Headers)
        {
            response.Headers[name] = value;
        }
        if (answer.ContentType is not null)
        {
            response.ContentType = answer.ContentType;
        }
        if (answer.Status == 204)
        {
            return;
        }
        response.ContentLength = answer.Body.Length;
        await response.Body.WriteAsync(answer.Body, context.RequestAborted);
    }

    private static async Task<ReadOnlyMemory<byte>> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is { } length)
        {
            byte[] body = GC.AllocateUninitializedArray<byte>(checked((int)length));
            await request.Body.ReadExactlyAsync(body, cancellationToken);
            return body;
        }
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, cancellationToken);
        return buffer.ToArray();
    }
}
