using System.Text;
using TemporalLambda.Runtime.Http;
using TemporalLambda.Runtime.Tests.Parts;

namespace TemporalLambda.Runtime.Tests.Http;

public class HttpResponseReaderTests
{
    public static TheoryData<int> PieceLengths => [1, 2, 3, 7, 64, 100_000];

    [Theory]
    [MemberData(nameof(PieceLengths))]
    public async Task A_body_with_a_length_is_read_however_the_bytes_are_cut(int pieceLength)
    {
        var reader = Reader("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-Name:  value \r\n\r\nhello", pieceLength);
        var response = await reader.ReadAsync(default);
        Assert.Equal((200, "hello", "value", true), (response.Status, response.BodyText, response.Headers["x-name"], response.KeepsAlive));
    }

    [Theory]
    [MemberData(nameof(PieceLengths))]
    public async Task Chunks_are_joined_however_the_bytes_are_cut(int pieceLength)
    {
        var reader = Reader(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;name=value\r\n, world\r\n0\r\nTrailer: x\r\n\r\n", pieceLength);
        Assert.Equal("hello, world", (await reader.ReadAsync(default)).BodyText);
    }

    [Theory]
    [MemberData(nameof(PieceLengths))]
    public async Task Responses_follow_one_another_on_one_connection(int pieceLength)
    {
        var reader = Reader(
            "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nA\r\n0123456789\r\n0\r\n\r\n"
            + "HTTP/1.1 204 No Content\r\n\r\n"
            + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            pieceLength);
        var statuses = new List<(int, string)>();
        for (var count = 0; count < 4; count++)
        {
            var response = await reader.ReadAsync(default);
            statuses.Add((response.Status, response.BodyText));
        }

        Assert.Equal([(202, ""), (200, "0123456789"), (204, ""), (200, "ok")], statuses);
    }

    [Fact]
    public async Task An_interim_response_is_skipped()
    {
        var reader = Reader("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", 10);
        Assert.Equal(200, (await reader.ReadAsync(default)).Status);
    }

    [Fact]
    public async Task A_body_without_length_ends_with_the_connection()
    {
        var response = await Reader("HTTP/1.1 200 OK\r\n\r\nall of it", 4).ReadAsync(default);
        Assert.Equal(("all of it", false), (response.BodyText, response.KeepsAlive));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n", false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n", true)]
    [InlineData("HTTP/1.1 200 OK\nContent-Length: 0\n\n", true)]
    public async Task Whether_the_connection_is_kept_is_what_the_server_says(string text, bool keepsAlive) =>
        Assert.Equal(keepsAlive, (await Reader(text, 9).ReadAsync(default)).KeepsAlive);

    [Fact]
    public async Task A_huge_event_is_read_to_its_end_and_only_its_beginning_is_kept()
    {
        var body = new string('x', 6 * 1024 * 1024);
        var reader = Reader($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}HTTP/1.1 204 No Content\r\n\r\n", 8192);
        Assert.Equal(HttpResponse.KeptBodyLength, (await reader.ReadAsync(default)).Body.Length);
        Assert.Equal(204, (await reader.ReadAsync(default)).Status);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 abc\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nno colon\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n")]
    public async Task What_is_not_HTTP_is_refused(string text) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Reader(text, 16).ReadAsync(default));

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 20")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n")]
    public async Task A_connection_that_ends_within_a_response_is_noticed(string text) =>
        await Assert.ThrowsAsync<EndOfStreamException>(() => Reader(text, 16).ReadAsync(default));

    [Fact]
    public async Task An_endless_line_is_refused() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Reader("HTTP/1.1 200 " + new string('x', 200_000), 4096).ReadAsync(default));

    private static HttpResponseReader Reader(string text, int pieceLength) =>
        new("the peer", new DribbleStream(Encoding.Latin1.GetBytes(text), pieceLength));
}
