using System.Text;
using TemporalLambda.Sandbox.Wire;

namespace TemporalLambda.Sandbox.Tests.Wire;

/// <summary>Reading request bodies.</summary>
public sealed class JsonInputTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(65536)]
    [InlineData(200001)]
    public void Base64_is_copied_whatever_its_length(int length)
    {
        byte[] bytes = [.. Enumerable.Range(0, length).Select(i => (byte)(i * 7))];
        Assert.Equal(bytes, Copied(Convert.ToBase64String(bytes)));
        Assert.Equal(bytes, Copied(Convert.ToBase64String(bytes).Replace("+", "\\u002B", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("ab=c")]
    [InlineData("!!!!")]
    public void What_is_no_Base64_is_refused(string text) =>
        Assert.Equal("SerializationException", Assert.Throws<AwsException>(() => Copied(text)).Code);

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"Text":1}""")]
    [InlineData("""{"Number":"1"}""")]
    public void A_value_of_another_type_is_refused(string json) => Assert.Equal("SerializationException", Assert.Throws<AwsException>(() =>
    {
        var input = Read(json);
        _ = input.String("Text");
        _ = input.Int("Number");
    }).Code);

    [Fact]
    public void A_null_member_is_absent() => Assert.False(Read("""{"Text":null}""").Has("Text"));

    private static byte[] Copied(string base64)
    {
        using var target = new MemoryStream();
        Assert.True(Read($$"""{"ZipFile":"{{base64}}"}""").CopyBytes("ZipFile", target));
        return target.ToArray();
    }

    private static JsonInput Read(string json) => JsonInput.Read(Encoding.UTF8.GetBytes(json));
}
