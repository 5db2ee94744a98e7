// In a file of its own, because the page's content security policy allows no script in the page.
window.onload = () => {
  SwaggerUIBundle({
    url: "../openapi.json",
    dom_id: "#document",
    deepLinking: true,
    validatorUrl: null, // asks nobody outside
  });
};
