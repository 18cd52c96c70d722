using System.Text;
using Microsoft.Extensions.Logging;
using TemporalLambda.Runtime.Logging;

namespace TemporalLambda.Runtime.Tests.Logging;

public class LogLineTests
{
    [Fact]
    public void An_event_is_one_JSON_line_with_what_runs()
    {
        var context = new LogContext { RequestId = "r-1", FunctionVersion = "7", Deployment = "hello", BuildId = "b1" };
        var line = LogLine.Json(DateTimeOffset.UnixEpoch, LogLevel.Warning, "Logger", "Says \"hé\"\nand more.", null, context);
        Assert.Equal(
            """{"timestamp":"1970-01-01T00:00:00.000Z","level":"WARN","message":"Says \"hé\"\nand more.","logger":"Logger","requestId":"r-1","functionVersion":"7","deployment":"hello","buildId":"b1"}"""
            + "\n",
            Encoding.UTF8.GetString(line.Span));
    }

    [Theory]
    [InlineData("debug", LogLevel.Debug)]
    [InlineData("WARN", LogLevel.Warning)]
    [InlineData("FATAL", LogLevel.Critical)]
    [InlineData(null, LogLevel.Information)]
    [InlineData("loud", LogLevel.Information)]
    public void Levels_go_by_the_names_that_Lambda_uses(string? name, LogLevel level) => Assert.Equal(level, LogLevels.Parse(name));
}
