# The same in Terraform: two roles with their policies, the function and a published version.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "name" {}
variable "package" {}
variable "endpoint" {}
variable "principal" {}
variable "architecture" {}

provider "aws" {
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  endpoints {
    iam    = var.endpoint
    lambda = var.endpoint
    sts    = var.endpoint
  }
}

resource "aws_iam_role" "execution" {
  name = "${var.name}-execution"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_iam_role_policy_attachment" "log" {
  role       = aws_iam_role.execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "worker" {
  function_name    = var.name
  role             = aws_iam_role.execution.arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = [var.architecture]
  timeout          = 60
  memory_size      = 512
  publish          = true
  environment {
    variables = { TEMPORAL_ADDRESS = "temporal:7233", TEMPORAL_TASK_QUEUE = var.name }
  }
}

resource "aws_iam_role" "invocation" {
  name = "${var.name}-invoke"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow", Principal = { AWS = var.principal }, Action = "sts:AssumeRole",
      Condition = { StringEquals = { "sts:ExternalId" = "benchmark" } }
    }]
  })
}

resource "aws_iam_role_policy" "invoke" {
  role = aws_iam_role.invocation.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["lambda:InvokeFunction", "lambda:GetFunction"], Resource = [aws_lambda_function.worker.arn, "${aws_lambda_function.worker.arn}:*"] }]
  })
}
